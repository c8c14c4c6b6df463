namespace ActiveResponse.Tool.Execd;

/// <summary>The name by which <c>ps</c> shows this process: <c>ossec-control</c> takes a pid file for a stranger's where it has no
/// <c>ossec</c> in it.</summary>
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
            // Called by a link of that name it has it anyway.
        }
    }
}
