namespace ActiveResponse.Benchmarks.Compare;

/// <summary>How the comparison runs.</summary>
/// <param name="Scratch">A folder of its own, which its caller removes.</param>
/// <param name="HostNetwork">The network namespace of the host, which nothing may be done in.</param>
/// <param name="Fail2Ban">Where fail2ban is unpacked; null if it is installed, or not there.</param>
/// <param name="Tool">The published tool, a native program; null to leave it out.</param>
/// <param name="Hello">A published hello world; null to leave the start out.</param>
/// <param name="Report">The document whose figures are replaced; null to only print them.</param>
/// <param name="Only">The parts that run; empty for all.</param>
/// <param name="Quick">Only tries whether everything works.</param>
internal sealed record CompareSettings(
    string Scratch,
    string? HostNetwork,
    string? Fail2Ban,
    string? Tool,
    string? Hello,
    string? Report,
    IReadOnlyList<string> Only,
    bool Quick
)
{
    public static CompareSettings Parse(string[] args)
    {
        string? Value(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
        return new CompareSettings(
            Value("--scratch") ?? Directory.CreateTempSubdirectory("compare-").FullName,
            Value("--host-network"),
            Value("--fail2ban"),
            Value("--tool"),
            Value("--hello"),
            Value("--report"),
            Value("--only")?.Split(',') ?? [],
            args.Contains("--quick")
        );
    }

    public bool Runs(string part) => Only.Count == 0 || Only.Contains(part);

    public string File(string name) => Path.Combine(Scratch, name);

    public string Folder(string name) => Directory.CreateDirectory(File(name)).FullName;

    /// <summary>Copies a file into a folder of the scratch folder.</summary>
    public string Copy(string file, string folder)
    {
        var copy = Path.Combine(Folder(folder), Path.GetFileName(file));
        System.IO.File.Copy(file, copy, overwrite: true);
        return copy;
    }
}
