namespace ActiveResponse.Tool.Control;

/// <summary>What is asked for can't be done; the message says why, in one line.</summary>
internal sealed class ControlException(string message) : Exception(message);
