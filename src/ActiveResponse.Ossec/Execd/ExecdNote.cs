namespace ActiveResponse.Ossec.Execd;

/// <summary>A message for the operator, in one line.</summary>
/// <param name="Code">The number that OSSEC's and Wazuh's execd give such a message, e.g. <c>1311</c>; null when they have none.</param>
/// <param name="Text">What happened, and the remedy. Text from an alert or order is escaped.</param>
public sealed record ExecdNote(string? Code, string Text)
{
    /// <summary>The number in parentheses, where there is one, and the text.</summary>
    public override string ToString() => Code is null ? Text : $"({Code}) {Text}";
}
