namespace ActiveResponse.Tool.Control;

/// <summary>A request can't be carried out; the message gives the reason in one line.</summary>
internal sealed class ControlException(string message) : Exception(message);
