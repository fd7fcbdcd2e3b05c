/** Sizes that avatars are made in (src/Auth/Profiles/SquarePicture.cs); cards name the large one. */
const smallAvatar = 96;
const largeAvatar = /\/320\.webp$/;

/** Leads next/image to the sizes our own pipeline made: nothing is resized a second time. */
export default function imageLoader({ src, width }: { src: string; width: number }): string {
  return width <= smallAvatar ? src.replace(largeAvatar, `/${smallAvatar}.webp`) : src;
}
