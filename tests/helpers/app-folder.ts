// Chooses the copy of the app that the end-to-end tests start: the repository's build, or the folder in E2E_APP_FOLDER, such
// as an unpacked package.

/** Flags of `localhost start`. */
export function appFlags(): string[] {
  const { E2E_APP_FOLDER: folder } = process.env;
  return folder ? ['--script-root', folder] : [];
}
