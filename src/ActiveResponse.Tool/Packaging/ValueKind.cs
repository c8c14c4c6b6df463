namespace ActiveResponse.Tool.Packaging;

/// <summary>What a shell can offer for a value.</summary>
internal enum ValueKind
{
    /// <summary>There is no value.</summary>
    None,

    /// <summary>Nothing can be offered.</summary>
    Text,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>The path of a file.</summary>
    File,

    /// <summary>The path of a folder.</summary>
    Folder,
}

/// <summary>Tells kinds by the names that the help text gives to values.</summary>
internal static class ValueKinds
{
    public static ValueKind Of(string name, bool hasChoices)
    {
        if (hasChoices)
        {
            return ValueKind.Choice;
        }

        // COMMAND=PATH is a pair, whose second half no shell completes by itself.
        string[] words = name.Contains('=', StringComparison.Ordinal) ? [] : name.Split('|', ' ');
        if (words.Contains("DIR"))
        {
            return ValueKind.Folder;
        }

        return words.Contains("FILE") || words.Contains("PATH") ? ValueKind.File : ValueKind.Text;
    }
}
