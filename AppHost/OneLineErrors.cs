using System.Reflection;

namespace Tta.AppHost;

/// <summary>What a person has to mend is said in one line; where in our code it was noticed helps nobody.</summary>
internal static class OneLineErrors
{
    /// <summary>Shows the message alone of an error that Aspire or this program says of how it is run, and ends with 1.</summary>
    public static void Show()
    {
        // In a test the process is the test's.
        if (Assembly.GetEntryAssembly() != typeof(OneLineErrors).Assembly)
        {
            return;
        }

        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
        {
            if (Find(unhandled.ExceptionObject as Exception) is { } error)
            {
                Console.Error.WriteLine($"error: {error.Message}");
                Environment.Exit(1);
            }
        };
    }

    private static DistributedApplicationException? Find(Exception? exception) => exception switch
    {
        null => null,
        DistributedApplicationException error => error,
        AggregateException many => many.InnerExceptions.Select(Find).FirstOrDefault(error => error is not null),
        _ => Find(exception.InnerException),
    };
}
