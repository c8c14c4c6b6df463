using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <summary>A test that runs on Linux and is skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    /// <summary>Marks a test that runs on Linux only.</summary>
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "it runs shell scripts of Linux";
}
