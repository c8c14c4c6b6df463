using System.CommandLine;

namespace ActiveResponse.Tool.Settings;

/// <summary>Where settings are from: environment variables, then a file.</summary>
internal sealed class SettingsSource
{
    public const string OptionName = "--settings";
    public const string None = "none";

    /// <summary>The file that is read if it exists; Linux and the like.</summary>
    public const string DefaultFile = "/etc/active-response/active-response.json";

    private readonly Func<string, string?> _variable;
    private readonly string _defaultFile;

    /// <param name="variable">Reads an environment variable. Default: of this process.</param>
    /// <param name="defaultFile">The file that is read if it exists.</param>
    public SettingsSource(Func<string, string?>? variable = null, string defaultFile = DefaultFile) =>
        (_variable, _defaultFile) = (variable ?? Environment.GetEnvironmentVariable, defaultFile);

    /// <summary>The option that names the file.</summary>
    public static Option<string?> Option() =>
        new(OptionName)
        {
            Description = $"Read options that aren't given from this file; {None} for no file. Default: {DefaultFile}, if it exists.",
            HelpName = "FILE|none",
        };

    /// <summary>The file to read; null for none.</summary>
    /// <param name="given">The command line's value, or null.</param>
    public string? FileOf(string? given) =>
        (given ?? _variable(SettingKeys.VariablePrefix + "SETTINGS")) switch
        {
            None => null,
            null or "" => IsReadable(_defaultFile) ? _defaultFile : null,
            var file => Path.GetFullPath(file),
        };

    /// <summary>The settings, each once: an environment variable wins.</summary>
    /// <param name="file">The file; null for none.</param>
    /// <param name="keys">The known keys.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public IReadOnlyDictionary<string, Setting> Read(string? file, SettingKeys keys, ICollection<SettingsProblem> problems)
    {
        var settings = new Dictionary<string, Setting>(StringComparer.Ordinal);
        foreach (var setting in OfEnvironment(keys, problems).Concat(OfFile(file, keys, problems)))
        {
            settings.TryAdd(setting.Key, setting);
        }

        return settings;
    }

    private List<Setting> OfEnvironment(SettingKeys keys, ICollection<SettingsProblem> problems)
    {
        var settings = new List<Setting>();
        foreach (var key in keys.All)
        {
            var option = keys.OptionOf(key)!;
            var name = SettingKeys.VariableOf(option);
            if (_variable(name) is not { Length: > 0 } text)
            {
                continue;
            }

            string[] values = SettingKeys.IsRepeatable(option) ? text.Split(';', StringSplitOptions.RemoveEmptyEntries) : [text];
            if (SettingValues.ProblemOf(option, values) is { } problem)
            {
                problems.Add(new SettingsProblem($"environment variable {name}", problem));
            }
            else
            {
                settings.Add(new Setting(key, values, $"environment variable {name}"));
            }
        }

        return settings;
    }

    private static IReadOnlyList<Setting> OfFile(string? file, SettingKeys keys, ICollection<SettingsProblem> problems)
    {
        if (file is null)
        {
            return [];
        }

        try
        {
            return SettingsFile.Read(file, keys, problems);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add(new SettingsProblem(file, "there is no such file"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new SettingsProblem(file, $"the file can't be read: {e.Message}"));
        }

        return [];
    }

    // The default file of another user's agent is none of this user's business.
    private static bool IsReadable(string file)
    {
        try
        {
            using var opened = File.OpenRead(file);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e is IOException and not (FileNotFoundException or DirectoryNotFoundException);
        }
    }
}
