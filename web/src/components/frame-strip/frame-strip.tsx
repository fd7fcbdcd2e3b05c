/** Pictures of a clip side by side. Decorative: the sliders under it carry the names. */
export function FrameStrip({ pictures }: { pictures: readonly string[] }) {
  return (
    <div aria-hidden="true" className="flex h-16 overflow-hidden rounded-control bg-ink">
      {pictures.map((picture, index) => (
        // eslint-disable-next-line @next/next/no-img-element -- drawn here, in the size it is shown in
        <img key={index} src={picture} alt="" className="h-16 min-w-0 flex-1 object-cover" />
      ))}
    </div>
  );
}
