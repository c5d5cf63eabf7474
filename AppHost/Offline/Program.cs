// Compiled instead of the app model where the package feed holds no Aspire (OfflineFeed, see docs/aspire.md).
using System.Reflection;

// Any verb of ManifestHost may be given; without one the system is started.
if (args is [] or [['-', ..], ..])
{
    Console.Error.WriteLine("This machine's package feed holds no Aspire: ManifestHost runs the published aspire-manifest.json as plain processes instead.");
    var configuration = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
    args = ["up", "--configuration", configuration, .. args];
}

return AppDomain.CurrentDomain.ExecuteAssemblyByName("ManifestHost", args);
