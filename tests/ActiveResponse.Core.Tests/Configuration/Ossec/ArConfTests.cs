using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using static ActiveResponse.Tests.Configuration.Ossec.ConfigText;

namespace ActiveResponse.Tests.Configuration.Ossec;

public sealed class ArConfTests
{
    [Theory]
    [InlineData(ConfigDialect.Ossec)]
    [InlineData(ConfigDialect.Wazuh)]
    public void Writes_from_the_model_what_reading_the_file_wrote(ConfigDialect dialect)
    {
        var text = Root(Command, Response("<level>7</level><timeout>600</timeout>"), Response(location: "server"));

        var result = Parse(Encoding.UTF8.GetBytes(text), new ConfigParseOptions { Dialect = dialect });

        ArConfWriter.Write(result.Config).Should().Equal(result.ArConf);
        Encoding
            .ASCII.GetString(result.ArConf.AsSpan())
            .Should()
            .EndWith("\nblock-ip600 - block-ip.sh - 600\nblock-ip0 - block-ip.sh - 0\n");
    }

    [Fact]
    public void Reads_back_the_names_with_executable_and_timeout()
    {
        var file = Read("block-ip600 - block-ip.sh - 600\nlast0 - last.sh - 0");

        file.Problems.Should().BeEmpty();
        file.Find("block-ip600")
            .Should()
            .Be(
                new ArConfEntry
                {
                    Name = "block-ip600",
                    Executable = "block-ip.sh",
                    Timeout = TimeSpan.FromMinutes(10),
                    Line = 1,
                }
            );
        file.Find("last0")!.Line.Should().Be(2);
        file.Find("block-ip").Should().BeNull();
    }

    [Theory]
    [InlineData(ConfigDialect.Ossec)]
    [InlineData(ConfigDialect.Wazuh)]
    public void Damaged_files_are_read_and_each_problem_has_its_line(ConfigDialect dialect)
    {
        var sound = "restart-ossec0 - restart-ossec.sh - 0\nblock-ip600 - block-ip.sh - 600\nlast0 - last.sh - 0\n"u8.ToArray();

        Prop.ForAll(
                Damage.Edits,
                edits =>
                {
                    var damaged = Damage.Apply(sound, edits);
                    var file = ArConfReader.Read(damaged, dialect, static _ => true);
                    var lines = damaged.Count(static b => b == '\n') + 1;
                    return file.Problems.All(problem => problem.Line >= 1 && problem.Line <= lines)
                        && file.Entries.All(entry => entry.Line <= lines);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Takes_the_first_of_a_name_and_a_later_executable_where_the_first_is_absent()
    {
        var file = Read(
            "dup - blk.sh - 2\ndup - other.sh - 50\ndup2 - absent.sh - 5\ndup2 - other.sh - 0\ndup3 - absent.sh - 1\n",
            static name => name != "absent.sh"
        );

        file.Entries.Select(static e => (e.Name, e.Executable, e.Timeout.TotalSeconds))
            .Should()
            .Equal(("dup", "blk.sh", 2), ("dup2", "other.sh", 5), ("dup3", null, 1));
    }

    [Fact]
    public void Knows_a_name_whose_executable_leaves_the_folder_but_runs_nothing()
    {
        var file = Read("a - ../x.sh - 0\nb - x/../y - 0\nc - ..x - 0\n");

        file.Entries.Select(static e => e.Executable).Should().Equal(null, null, "..x");
        file.Problems.Select(static p => (p.Code, p.Line)).Should().Equal(("executable-path", 1), ("executable-path", 2));
    }

    [Fact]
    public void Ignores_lines_of_another_form()
    {
        var file = Read("# comment\nname - only\n!x - y - 1\nok - y - 1\n");

        file.Entries.Should().ContainSingle().Which.Name.Should().Be("ok");
        file.Problems.Select(static p => (p.Code, p.Line)).Should().Equal(("1313", 1), ("1313", 2), ("1313", 3));
        ArConfReader.Read("!x - y - 1\n"u8, ConfigDialect.Ossec).Entries.Should().ContainSingle();
    }

    [Fact]
    public void Keeps_the_first_64_names()
    {
        var file = Read(string.Concat(Enumerable.Range(0, 66).Select(static n => $"n{n} - x.sh - 5\n")));

        file.Entries.Should().HaveCount(64);
        file.Problems.Select(static p => (p.Code, p.Line)).Should().Equal(("ar-conf-full", 65), ("ar-conf-full", 66));
    }

    [Fact]
    public void Breaks_lines_of_more_than_6143_bytes()
    {
        var file = Read($"a - {new string('x', 6200)} - 5\nb - y - 1\n");

        file.Entries.Should().ContainSingle().Which.Should().Match<ArConfEntry>(static e => e.Name == "b" && e.Line == 2);
        file.Problems.Should().HaveCount(2);
    }

    [Fact]
    public void Carries_bytes_that_are_not_UTF_8_there_and_back()
    {
        var text = Encoding.Latin1.GetBytes(
            Root(Command, Response()).Replace("block-ip.sh", "a\u00ff\u00fe\u00c3.sh", StringComparison.Ordinal)
        );

        var result = Parse(text, new ConfigParseOptions { Dialect = ConfigDialect.Ossec });

        Encoding.Latin1.GetString(result.ArConf.AsSpan()).Should().Contain("block-ip0 - a\u00ff\u00fe\u00c3.sh - 0\n");
        var read = ArConfReader.Read(result.ArConf.AsSpan(), ConfigDialect.Ossec).Find("block-ip0")!;
        read.Executable.Should().Be(result.Config.Commands[0].Executable);
    }

    private static ArConfFile Read(string text, Func<string, bool>? exists = null) =>
        ArConfReader.Read(Encoding.UTF8.GetBytes(text), ConfigDialect.Wazuh, exists);
}
