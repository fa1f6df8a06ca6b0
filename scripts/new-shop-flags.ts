/**
 * Flags of `localhost start` for a shop of its own: free ports, an empty data folder, and the sample's settings, never
 * local.settings.json, which may name a real storage account.
 */
export function newShopFlags(dataFolder: string): string[] {
  const ports = ['--port', '0', '--azurite-port', '0'];
  return [...ports, '--data', dataFolder, '--settings', 'local.settings.sample.json'];
}
