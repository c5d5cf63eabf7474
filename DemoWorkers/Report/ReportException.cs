namespace Tta.DemoWorkers.Report;

/// <summary>The report cannot be made or delivered; the message is one line for the person who asked for it.</summary>
internal sealed class ReportException(string message, Exception? inner = null) : Exception(message, inner);
