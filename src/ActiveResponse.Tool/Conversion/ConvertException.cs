namespace ActiveResponse.Tool.Conversion;

/// <summary>Settings can't be converted at all; the message gives the reason in one line.</summary>
internal sealed class ConvertException(string message) : Exception(message);
