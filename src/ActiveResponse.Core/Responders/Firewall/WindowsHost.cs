namespace ActiveResponse.Responders.Firewall;

/// <summary>Whether this host is Windows, and we may change its network.</summary>
internal static class WindowsHost
{
    public const string NotWindows = "It belongs to Windows. Use the packet filter of this system.";
    public const string NotElevated = "It takes an administrator: run the service as LocalSystem, or from an elevated prompt.";

    /// <summary>What is in the way, or null.</summary>
    public static string? Obstacle() =>
        !OperatingSystem.IsWindows() ? NotWindows
        : Environment.IsPrivilegedProcess ? null
        : NotElevated;
}
