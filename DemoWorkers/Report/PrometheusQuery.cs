using System.Globalization;
using System.Text.Json;

namespace Tta.DemoWorkers.Report;

/// <summary>Asks Prometheus for single numbers.</summary>
internal sealed class PrometheusQuery(HttpClient http, Uri address)
{
    /// <summary>The figures of the period until now. Counters that nobody has counted yet are 0.</summary>
    /// <exception cref="ReportException">Prometheus cannot be asked.</exception>
    public async Task<ReportFigures> FiguresAsync(string period, CancellationToken cancellationToken)
    {
        return new ReportFigures(
            await IncreaseAsync("tta_workflow_executions_total"),
            await IncreaseAsync("tta_workflow_executions_total{status=\"failed\"}"),
            await IncreaseAsync("tta_llm_cost_dollars_total"),
            await IncreaseAsync("tta_cache_savings_dollars_total"),
            await IncreaseAsync("tta_llm_unpriced_calls_total"));

        Task<double> IncreaseAsync(string counter) => NumberAsync($"sum(increase({counter}[{period}])) or vector(0)", cancellationToken);
    }

    private async Task<double> NumberAsync(string promQl, CancellationToken cancellationToken)
    {
        string body;
        try
        {
            var question = new Uri(address, $"api/v1/query?query={Uri.EscapeDataString(promQl)}");
            using var response = await http.GetAsync(question, cancellationToken);
            body = await response.Content.ReadAsStringAsync(cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new ReportException($"Prometheus at {address} answered with status {(int)response.StatusCode}. Does --prometheus name the right address?");
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new ReportException(
                $"Prometheus at {address} cannot be reached ({ReportJob.Cause(exception)}). Is the system running? ./up starts it; --prometheus names another address.", exception);
        }

        try
        {
            using var answer = JsonDocument.Parse(body);
            var value = answer.RootElement.GetProperty("data").GetProperty("result")[0].GetProperty("value")[1].GetString();
            return double.Parse(value!, NumberStyles.Float, CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or IndexOutOfRangeException or ArgumentNullException)
        {
            throw new ReportException($"What answers at {address} is not Prometheus. Does --prometheus name the right address?", exception);
        }
    }
}
