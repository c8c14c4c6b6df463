using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests.Packaging;

/// <summary>The packages of the native tool, made twice; gone when the tests end.</summary>
public sealed class PackedTool : IDisposable
{
    private readonly Folder _folder = new();
    private (string Output, string? Problem)? _made;

    /// <summary>The folder of the first ones.</summary>
    public string First => _folder.File("first");

    /// <summary>The folder of the second ones.</summary>
    public string Second => _folder.File("second");

    /// <summary>What the deb has in it, unpacked, with its scripts in DEBIAN.</summary>
    public string Tree => _folder.File("tree");

    /// <summary>The package with this ending in a folder.</summary>
    public static string Find(string folder, string ending) =>
        Directory.GetFiles(folder).Single(file => file.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>A folder of the caller's own, gone with the packages.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(_folder.File(name)).FullName;

    /// <summary>Makes them, once; skips where this machine can't.</summary>
    /// <returns>What was said.</returns>
    public string Make()
    {
        Assert.SkipUnless(BuiltTool.IsNative, "Packages are made of the native tool: ACTIVE_RESPONSE_TOOL names none.");
        Programs.Need("dpkg-deb", "dpkg");
        _made ??= MakeTwice();
        _made.Value.Problem.Should().BeNull();
        return _made.Value.Output;
    }

    public void Dispose() => _folder.Dispose();

    private (string Output, string? Problem) MakeTwice()
    {
        var binary = Directory.CreateDirectory(_folder.File("binary")).FullName;
        foreach (var file in new[] { "active-response", "libe_sqlite3.so" })
        {
            File.Copy(Path.Combine(Path.GetDirectoryName(BuiltTool.Executable)!, file), Path.Combine(binary, file));
        }

        var first = Pack(binary, First);
        if (first.ExitCode != 0)
        {
            return (first.Text, first.Text);
        }

        var unpacked = Programs.Run("dpkg-deb", "-R", Find(First, ".deb"), Tree);
        File.Copy(Path.Combine(Tree, "usr/share/doc/active-response/bom.cdx.json"), Path.Combine(binary, "bom.cdx.json"));

        // Other times of files and another order in the folder must not show.
        File.SetLastWriteTimeUtc(Path.Combine(binary, "active-response"), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        var second = Pack(binary, Second);
        return (first.Text, unpacked.ExitCode + second.ExitCode == 0 ? null : unpacked.Text + second.Text);
    }

    private static (int ExitCode, string Text) Pack(string binary, string to) =>
        Programs.RunWith(
            new Dictionary<string, string> { ["SOURCE_DATE_EPOCH"] = "1785554003" },
            Inputs.Repository("package.sh"),
            "--binary",
            binary,
            "--out",
            to
        );
}
