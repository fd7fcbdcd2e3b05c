// Stands in for Next's marker module, which only its bundler provides.
export {};
