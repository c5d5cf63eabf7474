using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers.Report;

/// <summary>
/// A batch job: asks Prometheus what happened in the last period, writes it down, pushes it to the Pushgateway, and ends.
/// </summary>
internal static class ReportJob
{
    /// <summary>What follows <c>--role</c> on the command line.</summary>
    public const string Role = "report";

    /// <summary>Exit code when Prometheus or the Pushgateway does not do its part.</summary>
    public const int Unreachable = 1;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Runs once. Options that cannot be used surface as <see cref="InvalidConfigurationException"/> or <see cref="OptionsValidationException"/>.</summary>
    /// <param name="args">The options, without the role.</param>
    /// <param name="output">Where the report goes.</param>
    /// <param name="error">Where a failure is told, in one line.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        var options = ReportOptions.Read(args);
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        using var http = new HttpClient { Timeout = Timeout };
        try
        {
            var figures = await new PrometheusQuery(http, options.Prometheus).FiguresAsync(options.PeriodText, cancellationToken);
            var now = time.GetUtcNow();
            await output.WriteLineAsync(ReportText.Write(figures, Period(options.Length), now));
            await PushAsync(http, options.Pushgateway, ReportMetrics.Write(figures, options.Length, time.GetElapsedTime(started), now), cancellationToken);
            return 0;
        }
        catch (ReportException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return Unreachable;
        }
    }

    /// <summary>What a person can do something with, without the address that the message has already.</summary>
    internal static string Cause(Exception exception) => exception switch
    {
        OperationCanceledException => $"no answer within {Timeout.TotalSeconds:0} s",
        { InnerException: SocketException socket } => socket.SocketErrorCode.ToString(),
        HttpRequestException http => http.HttpRequestError.ToString(),
        _ => exception.GetType().Name,
    };

    // PUT replaces what the job pushed before, so that a figure that no longer exists does not linger.
    private static async Task PushAsync(HttpClient http, Uri pushgateway, string metrics, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new StringContent(metrics, Encoding.UTF8);
            content.Headers.ContentType = new MediaTypeHeaderValue("text/plain") { Parameters = { new NameValueHeaderValue("version", "0.0.4") } };
            using var response = await http.PutAsync(new Uri(pushgateway, $"metrics/job/{ReportMetrics.Job}"), content, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new ReportException(
                    $"The Pushgateway at {pushgateway} answered with status {(int)response.StatusCode}. Does --pushgateway name the right address?");
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new ReportException(
                $"The Pushgateway at {pushgateway} cannot be reached ({Cause(exception)}). Is the system running? ./up starts it; --pushgateway names another address.",
                exception);
        }
    }

    private static string Period(TimeSpan period) =>
        period.TotalDays >= 1 && period.Ticks % TimeSpan.TicksPerDay == 0 ? $"{period.TotalDays:0} d"
        : period.TotalHours >= 1 && period.Ticks % TimeSpan.TicksPerHour == 0 ? $"{period.TotalHours:0} h"
        : period.TotalMinutes >= 1 && period.Ticks % TimeSpan.TicksPerMinute == 0 ? $"{period.TotalMinutes:0} min"
        : $"{period.TotalSeconds:0} s";
}
