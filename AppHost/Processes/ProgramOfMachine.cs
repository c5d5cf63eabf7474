namespace Tta.AppHost;

/// <summary>A program that a package manager brings.</summary>
/// <param name="Names">What it is called; package managers do not agree, and the first that is installed is taken.</param>
/// <param name="Debian">The package of Debian and its relatives.</param>
/// <param name="Homebrew">Homebrew's formula.</param>
/// <param name="Instructions">Where its makers say how it is installed.</param>
internal sealed record ProgramOfMachine(IReadOnlyList<string> Names, string Debian, string Homebrew, string Instructions)
{
    /// <summary>The path of the program; <see langword="null"/> when it is not installed.</summary>
    public string? Find() =>
        (from name in Names
         from directory in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         let path = Path.Combine(directory, OperatingSystem.IsWindows() ? name + ".exe" : name)
         where File.Exists(path)
         select path).FirstOrDefault();

    /// <summary>What a person has to do who does not have it.</summary>
    public string HowToInstall() =>
        $"{Names[0]} is not installed. Install it with 'apt-get install {Debian}' or 'brew install {Homebrew}', then start this resource.";
}
