using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests.Packaging;

/// <summary>Manual pages and completions, as the tool writes them; gone when the test ends.</summary>
internal sealed class SystemFiles : IDisposable
{
    private readonly Folder _folder = new();

    public SystemFiles(long seconds = 1785554003)
    {
        var line = BuiltTool.Line;
        var (exit, text) = Programs.RunWith(
            new Dictionary<string, string> { ["SOURCE_DATE_EPOCH"] = $"{seconds}" },
            line[0],
            [.. line[1..], "system-files", _folder.File("made"), Inputs.Repository("docs/tool.md")]
        );
        exit.Should().Be(0, text);
    }

    public IReadOnlyList<string> Pages => Directory.GetFiles(_folder.File("made/man"), "*", SearchOption.AllDirectories);

    public string Bash => _folder.File("made/bash/active-response");

    public string Fish => _folder.File("made/fish/active-response.fish");

    public string Zsh => _folder.File("made/zsh/_active-response");

    public string PageOf(string name) => File.ReadAllText(Pages.Single(page => Path.GetFileName(page) == name));

    public void Dispose() => _folder.Dispose();
}
