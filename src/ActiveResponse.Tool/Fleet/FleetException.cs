namespace ActiveResponse.Tool.Fleet;

/// <summary>A fleet command can't do what it is asked for; the message says why, in words for an operator.</summary>
internal sealed class FleetException(string message) : Exception(message);
