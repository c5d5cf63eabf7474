// Compiled instead of the app model where the package feed holds no Aspire (OfflineFeed, see docs/aspire.md).
Console.Error.WriteLine("This machine's package feed holds no Aspire: ManifestHost runs the published aspire-manifest.json as plain processes instead.");
return AppDomain.CurrentDomain.ExecuteAssemblyByName("ManifestHost", ["up", .. args]);
