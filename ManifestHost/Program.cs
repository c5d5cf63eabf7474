using ManifestHost;
using ManifestHost.CommandLine;

if (args.Length > 0 && args.Any(argument => argument is "--help" or "-h"))
{
    Console.WriteLine(CommandLineOptions.Usage);
    return ExitCode.Done;
}

try
{
    var options = CommandLineOptions.Parse(args);
    return options.Verb switch
    {
        "up" when options.Detach => await DetachCommand.RunAsync(options, args).ConfigureAwait(false),
        "up" => await UpCommand.RunAsync(options).ConfigureAwait(false),
        "stop" => await StopCommand.RunAsync(options).ConfigureAwait(false),
        "wait" => await WaitCommand.RunAsync(options).ConfigureAwait(false),
        "status" => StatusCommand.Run(options),
        _ => PackagesCommand.Run(options),
    };
}
catch (Exception error) when (error is ManifestException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"error: {error.Message}");
    return ExitCode.CannotRun;
}
