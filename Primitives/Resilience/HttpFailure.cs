using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Http.Headers;
using System.Reflection;

namespace Tta.Primitives;

/// <summary>What exceptions of HTTP clients tell of the response.</summary>
/// <remarks>
/// The clients' packages (System.ClientModel, Azure.Core) are not referenced for it: their exceptions have a number <c>Status</c> and a
/// method <c>GetRawResponse()</c> in common, whose result has <c>Headers</c> with a <c>TryGetValue</c>, and are known by that.
/// </remarks>
internal static class HttpFailure
{
    private const string Header = "Retry-After";

    // Of OpenAI's and Azure's services, and more exact.
    private const string MillisecondsHeader = "retry-after-ms";

    /// <summary>The response's status, if the failure or one inside it carries one.</summary>
    public static int? Status(Exception failure)
    {
        for (Exception? exception = failure; exception is not null; exception = exception.InnerException)
        {
            int? status = exception is HttpRequestException { StatusCode: { } code }
                ? (int)code
                : RawResponse(exception) is not null && Property(exception, "Status") is int number and > 0 ? number : null;
            if (status is not null)
            {
                return status;
            }
        }

        return null;
    }

    /// <summary>
    /// How long the response asks to wait, if <paramref name="exception"/> carries it; not above 0 when that time has passed.
    /// </summary>
    public static TimeSpan? RetryAfter(Exception exception, TimeProvider time) => (FromData(exception) ?? FromResponse(exception)) switch
    {
        TimeSpan wait => wait,
        int seconds => TimeSpan.FromSeconds(seconds),
        RetryConditionHeaderValue value => Wait(value, time),
        string text when RetryConditionHeaderValue.TryParse(text, out RetryConditionHeaderValue? value) => Wait(value, time),
        _ => null,
    };

    private static TimeSpan? Wait(RetryConditionHeaderValue value, TimeProvider time) => value.Delta ?? (value.Date - time.GetUtcNow());

    private static object? FromData(Exception exception)
    {
        foreach (DictionaryEntry entry in exception.Data)
        {
            if (entry.Key is string key && key.Equals(Header, StringComparison.OrdinalIgnoreCase))
            {
                return entry.Value;
            }
        }

        return null;
    }

    [UnconditionalSuppressMessage(
        "Trimming", "IL2075", Justification = "A member that was trimmed away is one that nobody calls; the back-off holds then.")]
    private static object? FromResponse(Exception exception)
    {
        if (RawResponse(exception) is not { } get)
        {
            return null;
        }

        try
        {
            return get.Invoke(exception, null) is { } response
                && Property(response, "Headers") is { } headers
                && headers.GetType().GetMethod("TryGetValue", [typeof(string), typeof(string).MakeByRefType()]) is { } find
                    ? Milliseconds(Value(MillisecondsHeader)) ?? (object?)Value(Header)
                    : null;

            string? Value(string header)
            {
                object?[] arguments = [header, null];
                return find.Invoke(headers, arguments) is true ? arguments[1] as string : null;
            }
        }
        catch (Exception unreadable) when (unreadable is TargetInvocationException or AmbiguousMatchException)
        {
            // A response that was disposed of, or that is something else, asks for nothing.
            return null;
        }
    }

    private static TimeSpan? Milliseconds(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    [UnconditionalSuppressMessage(
        "Trimming", "IL2075", Justification = "A member that was trimmed away is one that nobody calls; there is no response then.")]
    private static MethodInfo? RawResponse(Exception exception) => exception.GetType().GetMethod("GetRawResponse", []);

    [UnconditionalSuppressMessage(
        "Trimming", "IL2075", Justification = "A member that was trimmed away is one that nobody calls; its value is unknown then.")]
    private static object? Property(object of, string name)
    {
        try
        {
            return of.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance)?.GetValue(of);
        }
        catch (Exception unreadable) when (unreadable is TargetInvocationException or AmbiguousMatchException)
        {
            return null;
        }
    }
}
