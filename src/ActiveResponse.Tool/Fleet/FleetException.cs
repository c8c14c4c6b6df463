namespace ActiveResponse.Tool.Fleet;

/// <summary>The failure of a fleet command; the message gives the operator the reason.</summary>
internal sealed class FleetException(string message) : Exception(message);
