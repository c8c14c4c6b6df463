namespace ActiveResponse.Ossec.Execd;

/// <summary>A one-line message for the operator.</summary>
/// <param name="Code">The number of the message in OSSEC's and Wazuh's execd, e.g. <c>1311</c>; null if they have none.</param>
/// <param name="Text">The event and the remedy. Text from alerts and orders is escaped.</param>
public sealed record ExecdNote(string? Code, string Text)
{
    /// <summary>The number in parentheses, if any, and the text.</summary>
    public override string ToString() => Code is null ? Text : $"({Code}) {Text}";
}
