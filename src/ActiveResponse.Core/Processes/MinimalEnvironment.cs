using System.Collections.Immutable;

namespace ActiveResponse.Processes;

/// <summary>Fixed environment of every program we start, independent of inherited variables.</summary>
internal static class MinimalEnvironment
{
    /// <summary>Folders to search for programs, except on Windows.</summary>
    public const string Path = "/usr/sbin:/usr/bin:/sbin:/bin";

    public static ImmutableSortedDictionary<string, string> With(ImmutableDictionary<string, string> additions)
    {
        var names = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var variables = ImmutableSortedDictionary.CreateBuilder<string, string>(names);
        if (OperatingSystem.IsWindows())
        {
            // Without SystemRoot many Windows programs can't load their libraries.
            var system = Environment.SystemDirectory;
            variables["SystemRoot"] = System.IO.Path.GetDirectoryName(system) ?? system;
            variables["PATH"] = system;
        }
        else
        {
            variables["PATH"] = Path;
            variables["LC_ALL"] = "C";
        }

        foreach (var (name, value) in additions)
        {
            variables[name] = value;
        }

        return variables.ToImmutable();
    }
}
