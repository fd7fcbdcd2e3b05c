// The light build has the full build's types but no declaration of its own.
declare module "hls.js/light" {
  export { default } from "hls.js";
}
