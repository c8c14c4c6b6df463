namespace ActiveResponse.Configuration.Ossec;

/// <summary>Warns of an empty file: the daemons accept one without elements, or with an empty root.</summary>
internal static class ContentLint
{
    public static void Check(ConfigReading reading)
    {
        var root = reading.Tree.Roots.FirstOrDefault();
        if (root is null && reading.Tree.Errors.Count == 0)
        {
            reading.Warn(
                "no-configuration",
                "There is no element in this file, which the daemon takes for an empty configuration: name an ossec.conf."
            );
        }
        else if (root is not null && !reading.DaemonStopped && reading.Tree.Roots.All(item => reading.Tree.ChildrenOf(item).Count == 0))
        {
            reading.Warn(
                root,
                "no-section",
                "There is no section in this file, so nothing is read from it: name the right file, or write the sections."
            );
        }
    }
}
