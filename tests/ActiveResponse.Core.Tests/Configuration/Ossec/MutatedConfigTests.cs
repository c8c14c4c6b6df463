using System.Diagnostics;
using System.Globalization;
using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Configuration.Ossec;

public sealed class MutatedConfigTests
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "<",
            ">",
            "</",
            "/>",
            "\\",
            "\\\\",
            "!",
            "-",
            "-->",
            "!>",
            "<!",
            "<!--",
            "\n",
            "\r",
            "\0",
            " ",
            "\"",
            "'",
            "=",
            " a=\"1\"",
            "<var>",
            "</var>",
            "<ossec_config>",
            "</ossec_config>",
            "<active-response>",
            "<command>",
            "<disabled>yes</disabled>",
            "<white_list>1/",
            "99999999999999999999",
            "<?xml version=\"1.0\"?>",
            "&lt;",
            "|",
            ",",
            "(((",
            " - ",
        }.Select(Encoding.ASCII.GetBytes),
        [0xFF],
        [0xEF, 0xBB, 0xBF],
        [0xC3, 0xA9],
    ];

    [Fact]
    public void Reads_mutated_files_without_throwing_and_says_why_it_refuses_them()
    {
        var inputs = RecordedConfig.Inputs().ToArray();
        var edits = Gen.Choose(0, int.MaxValue).ArrayOf().Select(static a => a.Take(12).ToArray()).ToArbitrary();
        var config = Config.QuickThrowOnFailure.WithMaxTest(2000);
        Check.One(
            config,
            Prop.ForAll(
                Gen.Choose(0, inputs.Length - 1).ToArbitrary(),
                edits,
                (index, numbers) =>
                {
                    var content = Mutate(inputs[index], numbers);
                    return Holds(content, ConfigDialect.Ossec) && Holds(content, ConfigDialect.Wazuh);
                }
            )
        );
    }

    [Theory]
    [InlineData("<x>")]
    [InlineData("<!")]
    [InlineData("<!-")]
    [InlineData("<a b=\"c\" ")]
    [InlineData("<a b=\"c\">")]
    [InlineData("</a>")]
    [InlineData("<ossec_config><command><name>a</name></command>")]
    [InlineData("<ossec_config><active-response><command>a</command><location>local</location></active-response></ossec_config>")]
    [InlineData(
        "<ossec_config><command><name>a</name><executable>b</executable><expect></expect></command>"
            + "<active-response><command>a</command><location>local</location></active-response></ossec_config>"
    )]
    [InlineData("<ossec_config><global><white_list>10.0.0.0/x</white_list></global></ossec_config>")]
    [InlineData("<ossec_config><global><white_list>a|b|c</white_list></global></ossec_config>")]
    [InlineData("\\")]
    [InlineData("\n")]
    public void Takes_time_and_memory_in_proportion_to_a_hostile_file(string piece)
    {
        var content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)));
        var watch = Stopwatch.StartNew();
        var allocated = GC.GetAllocatedBytesForCurrentThread();

        foreach (var dialect in new[] { ConfigDialect.Ossec, ConfigDialect.Wazuh })
        {
            ConfigText.Parse(content, new ConfigParseOptions { Dialect = dialect });
        }

        // Both are linear: a quadratic reader would need many minutes and gigabytes, a linear one a second even where the machine is busy
        // with much else.
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromMinutes(2));
        (GC.GetAllocatedBytesForCurrentThread() - allocated).Should().BeLessThan(500L * content.Length);
    }

    [Fact]
    public void Allocates_little_for_each_of_many_responses()
    {
        const int Responses = 1_000;
        var text = new StringBuilder("<ossec_config><command><name>drop</name><executable>drop</executable>");
        text.Append("<timeout_allowed>yes</timeout_allowed></command>\n");
        for (var i = 0; i < Responses; i++)
        {
            text.Append("  <active-response><command>drop</command><location>local</location>")
                .Append(
                    CultureInfo.InvariantCulture,
                    $"<rules_group>attack{i},|web,</rules_group><timeout>600</timeout></active-response>\n"
                );
        }

        var content = Encoding.ASCII.GetBytes(text.Append("</ossec_config>").ToString());

        // It was 7,100 for each when every name was made anew, and messages before they were needed.
        Allocated.By(() => ConfigText.Parse(content, new ConfigParseOptions())).Should().BeLessThan(2_000 * Responses);
    }

    private static bool Holds(byte[] content, ConfigDialect dialect)
    {
        var result = ConfigText.Parse(content, new ConfigParseOptions { Dialect = dialect });
        var told = result.Problems.Any(static p => p.Severity == ConfigSeverity.Error);
        var placed = result.Problems.All(p => p.Line >= 1 && p.Column >= 1 && p.Column <= content.Length + 1 && p.Message.Length > 10);
        return (result.Accepted || told) && placed && (result.Daemon.Error is null) == result.Accepted;
    }

    private static byte[] Mutate(byte[] input, int[] numbers)
    {
        var bytes = new List<byte>(input);
        foreach (var number in numbers)
        {
            var at = number % (bytes.Count + 1);
            if (number % 3 == 0 && bytes.Count > 0)
            {
                bytes.RemoveRange(Math.Min(at, bytes.Count - 1), 1);
            }
            else
            {
                bytes.InsertRange(at, Pieces[number / 7 % Pieces.Length]);
            }
        }

        return [.. bytes];
    }
}
