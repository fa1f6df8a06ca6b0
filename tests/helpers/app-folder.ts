// Which copy of the app the end-to-end tests start: the repository's build, or the one in the folder that
// E2E_APP_FOLDER names, such as an unpacked package.

/** Flags of `localhost start`. */
export function appFlags(): string[] {
  const { E2E_APP_FOLDER: folder } = process.env;
  return folder ? ['--script-root', folder] : [];
}
