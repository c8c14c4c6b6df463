namespace ActiveResponse.Configuration.Ossec;

/// <summary>Warns of what the daemons take without a word but was hardly meant.</summary>
internal static class Lint
{
    public static void Check(ConfigReading reading, ExecdReading execd)
    {
    }
}
