namespace ActiveResponse.Configuration.Ossec;

/// <summary>Determines whether a text can be a resolvable host name.</summary>
internal static class HostName
{
    public static bool IsValid(string text)
    {
        var name = text.EndsWith('.') ? text[..^1] : text;
        if (name.Length is 0 or > 253)
        {
            return false;
        }

        var labels = name.Split('.');

        // A last label of digits only is a mistyped address.
        return labels.All(IsLabel) && !CNumber.IsDigits(labels[^1]);
    }

    private static bool IsLabel(string label) =>
        label.Length is >= 1 and <= 63
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
