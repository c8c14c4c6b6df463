namespace ActiveResponse.Configuration.Ossec;

/// <summary>Parses the list in <c>&lt;expect&gt;</c>: words separated by commas and white space, in any case.</summary>
internal static class ExpectList
{
    /// <summary>Returns the named fields, and the unknown words.</summary>
    public static (ExpectedFields Fields, List<string> Unknown) Read(string text)
    {
        var fields = ExpectedFields.None;
        var unknown = new List<string>();
        foreach (var word in text.Split([',', ' ', '\t', '\n', '\v', '\f', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            var field = FieldOf(word);
            fields |= field;
            if (field == ExpectedFields.None)
            {
                unknown.Add(word);
            }
        }

        return (fields, unknown);
    }

    private static ExpectedFields FieldOf(string word) =>
        AsciiText.ToLower(word) switch
        {
            "user" or "username" => ExpectedFields.User,
            "srcip" => ExpectedFields.SourceAddress,
            "filename" => ExpectedFields.FileName,
            _ => ExpectedFields.None,
        };
}
