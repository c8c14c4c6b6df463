namespace ActiveResponse.Tool.Execd;

/// <summary>The name that <c>ps</c> shows for this process: <c>ossec-control</c> considers a pid file stale unless it contains
/// <c>ossec</c>.</summary>
internal static class ProcessTitle
{
    public static void Set(string name)
    {
        try
        {
            File.WriteAllText("/proc/self/comm", name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Called by a link of that name, it has it anyway.
        }
    }
}
