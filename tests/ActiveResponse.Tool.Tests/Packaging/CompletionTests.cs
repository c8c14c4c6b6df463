using ActiveResponse.Tool.Tests.Support;

namespace ActiveResponse.Tool.Tests.Packaging;

/// <summary>Completions, asked of the real shells.</summary>
public sealed class CompletionTests
{
    public static TheoryData<string, string> Lines =>
        new()
        {
            { "active-response ru", "run" },
            { "active-response fleet ", "init enroll agents orders block lift allow halt resume" },
            { "active-response run --firewalld", "--firewalld-zone" },
            { "active-response run --dialect ", "wazuh ossec" },
            { "active-response fleet block --f", "--fleet --for" },
            { "active-response settings ch", "check" },
            { "active-response settings check --st", "" },
        };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Bash_offers_what_may_follow(string line, string expected)
    {
        Programs.Need("bash", "bash");
        using var files = new SystemFiles();

        Bash(files, line).Should().BeEquivalentTo(Words(expected).Where(word => !line.EndsWith(' ') || word.Length > 0));
    }

    [Fact]
    public void Bash_offers_files_and_folders_where_a_path_is_wanted()
    {
        Programs.Need("bash", "bash");
        using var files = new SystemFiles();
        using var folder = new Folder();
        var file = folder.Write("alerts with a blank.json", "");
        var prefix = folder.File("al");

        Bash(files, $"active-response run --alerts {prefix}").Should().Equal(file);
        Bash(files, $"active-response check {prefix}").Should().Equal(file);
        Bash(files, $"active-response run --scripts {prefix}").Should().BeEmpty("it wants a folder");
        Bash(files, "active-response run --max-age ").Should().BeEmpty("nothing can be offered");
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Fish_offers_what_may_follow(string line, string expected)
    {
        Programs.Need("fish", "fish");
        using var files = new SystemFiles();
        var (exit, text) = Programs.Run("fish", "--no-config", "-c", $"source {files.Fish}; complete -C '{line}'");

        exit.Should().Be(0, text);
        var offered = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static one => one.Split('\t')[0]);
        Words(expected).Except(offered).Should().BeEmpty();
    }

    [Theory]
    [InlineData("active-response ru", "run")]
    [InlineData("active-response fleet ", "block")]
    [InlineData("active-response run --dialect ", "*--dialect[The dialect\\: wazuh (default) or ossec.]:value:(ossec wazuh)")]
    [InlineData("active-response fleet block --", "--help[Show help and usage information]")]
    [InlineData("active-response check ", "*:file:_files")]
    public void Zsh_is_told_what_may_follow(string line, string expected)
    {
        Programs.Need("zsh", "zsh");
        using var files = new SystemFiles();
        using var folder = new Folder();
        var words = line.Split(' ');

        // In the place of zsh's own functions are ones that tell what they are given.
        var script = folder.Write(
            "ask.zsh",
            $$"""
            compdef() { }
            _describe() { print -rl -- ${commands%%:*} }
            _arguments() { print -rl -- "$@" }
            source {{files.Zsh}}
            words=({{string.Join(' ', words.Select(static word => $"'{word}'"))}}) CURRENT={{words.Length}}
            _active-response
            """
        );
        var (exit, text) = Programs.Run("zsh", "-f", script);

        exit.Should().Be(0, text);
        text.Split('\n').Should().Contain(expected);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Bash(SystemFiles files, string line)
    {
        var words = line.Split(' ');
        var (exit, text) = Programs.Run(
            "bash",
            [
                "--norc",
                "-c",
                """source "$1"; shift; COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); _active_response; printf '%s\n' "${COMPREPLY[@]}" """,
                "bash",
                files.Bash,
                .. words,
            ]
        );
        exit.Should().Be(0, text);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
