using System.Runtime.CompilerServices;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <summary>A test that runs on Linux and is skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    /// <summary>Marks a test that runs on Linux only.</summary>
    /// <param name="sourceFilePath">The file of the test. Default: filled in by the compiler.</param>
    /// <param name="sourceLineNumber">The line of the test. Default: filled in by the compiler.</param>
    public LinuxFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Skip = "it runs shell scripts of Linux";
        SkipType = typeof(LinuxFactAttribute);
        SkipUnless = nameof(IsLinux);
    }

    /// <summary>Whether tests marked with this attribute run here.</summary>
    public static bool IsLinux => OperatingSystem.IsLinux();
}
