namespace ActiveResponse.Tool.Import;

/// <summary>A file can't be imported; the message names the place and the remedy in one line.</summary>
internal sealed class ImportException(string message) : Exception(message);
