using Observatory.Logs.Store;

namespace Observatory.Logs.Api;

/// <summary>Decides whether a record is asked for.</summary>
internal delegate bool LogFilter(LogRecord record);
