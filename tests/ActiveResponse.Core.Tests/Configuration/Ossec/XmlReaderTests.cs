using System.Text;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Tests.Configuration.Ossec;

public sealed class XmlReaderTests
{
    [Theory]
    [InlineData("<a>x</a>", "x")]
    [InlineData("<a>x<!-- c -->y</a>", "xy")]
    [InlineData("<a>x<! c !>y</a>", "xy")]
    [InlineData("<a>x<!!>y</a>", "xy")]
    [InlineData("<a>x<!-- -- ---> y</a>", "x y")]
    [InlineData("<a>x<!> c !>y</a>", "xy")]
    [InlineData("<a>&lt;&amp;</a>", "&lt;&amp;")]
    [InlineData("<a>x\0y</a>", "x")]
    [InlineData("<a> x\r\n</a>", " x\r\n")]
    [InlineData("<a>1 > 0</a>", "1 > 0")]
    [InlineData("<a>x\\<b>y</a>", "x\\<b>y")]
    [InlineData("<a>1<b>2</b>3</a>", "3")]
    [InlineData("<a>1<b>2</b></a>", "")]
    [InlineData("<a b=\"1\" c='2'>x</a>", "x")]
    [InlineData("<a b= \"1\">x</a>", "x")]
    [InlineData("<a >x</a>", "x")]
    [InlineData("<a/>", "")]
    [InlineData("<a />", "")]
    [InlineData("<a b=\"1\"/>", "")]
    [InlineData("<na<!-- c -->me>x</name>", "x")]
    [InlineData("\uFEFFtext before<a>x</a>text after", "x")]
    public void Reads_a_value_in_both_dialects(string text, string value)
    {
        foreach (var rules in new[] { XmlRules.Ossec, XmlRules.Wazuh })
        {
            var tree = Read(text, rules);

            tree.Errors.Should().BeEmpty();
            tree.Roots.Should().ContainSingle().Which.Value.Should().Be(value);
        }
    }

    [Theory]
    [InlineData("<a>x</A>", 1)]
    [InlineData("<a>\nx</a >", 2)]
    [InlineData("<a>\nx", 2)]
    [InlineData("\n</a>", 2)]
    [InlineData("<a\n", 2)]
    [InlineData("<a b=1>x</a>", 1)]
    [InlineData("<a b =\"1\">x</a>", 1)]
    [InlineData("<a b=\"1\" b=\"2\">x</a>", 1)]
    [InlineData("<a b=\"1\"c=\"2\">x</a>", 1)]
    [InlineData("<a b=\"1>2\">x</a>", 1)]
    [InlineData("<a>x<![CDATA[y]]></a>\n", 2)]
    [InlineData("<!DOCTYPE a>\n<a>x</a>\n", 3)]
    [InlineData("<a>x\\</a>\n", 2)]
    public void Refuses_in_both_dialects_and_names_the_daemons_line(string text, int line)
    {
        foreach (var rules in new[] { XmlRules.Ossec, XmlRules.Wazuh })
        {
            Read(text, rules).Errors.Should().NotBeEmpty().And.Subject.First().DaemonLine.Should().Be(line);
        }
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\"?><a>x</a>", true, false)]
    [InlineData("\uFEFF<?xml?><a>x</a>", true, false)]
    [InlineData(" <?xml version=\"1.0\"?><a>x</a>", false, false)]
    [InlineData("<a>x\\\\</a>", false, true)]
    public void Differs_where_the_dialects_do(string text, bool ossec, bool wazuh)
    {
        (Read(text, XmlRules.Ossec).Errors.Count == 0).Should().Be(ossec);
        (Read(text, XmlRules.Wazuh).Errors.Count == 0).Should().Be(wazuh);
    }

    [Theory]
    [InlineData(8191, true, true)]
    [InlineData(8192, false, true)]
    [InlineData(20479, false, true)]
    [InlineData(20480, false, false)]
    public void Limits_names_values_and_text(int length, bool ossec, bool wazuh)
    {
        var long_ = new string('n', length);
        foreach (
            var text in new[]
            {
                $"<a>{long_}</a>",
                $"<a>{long_}<b/></a>",
                $"<{long_}>x</{long_}>",
                $"<a b=\"{long_}\">x</a>",
                $"<a {long_}=\"1\">x</a>",
            }
        )
        {
            (Read(text, XmlRules.Ossec).Errors.Count == 0).Should().Be(ossec);
            (Read(text, XmlRules.Wazuh).Errors.Count == 0).Should().Be(wazuh);
        }
    }

    [Theory]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public void Limits_the_depth(int depth, bool accepted)
    {
        var text = string.Concat(Enumerable.Repeat("<x>", depth)) + string.Concat(Enumerable.Repeat("</x>", depth));

        (Read(text, XmlRules.Ossec).Errors.Count == 0).Should().Be(accepted);
    }

    [Theory]
    [InlineData(49, true)]
    [InlineData(50, false)]
    public void Limits_attributes_under_Wazuh(int count, bool accepted)
    {
        var text = $"<a {string.Join(' ', Enumerable.Range(0, count).Select(static n => $"b{n}=\"1\""))}>x</a>";

        Read(text, XmlRules.Ossec).Errors.Should().BeEmpty();
        (Read(text, XmlRules.Wazuh).Errors.Count == 0).Should().Be(accepted);
    }

    [Fact]
    public void Counts_a_newline_behind_a_dash_twice_under_OSSEC_as_its_reader_does()
    {
        const string Text = "<a><!-- -\n --></b>";

        Read(Text, XmlRules.Ossec).Errors[0].DaemonLine.Should().Be(3);
        Read(Text, XmlRules.Wazuh).Errors[0].DaemonLine.Should().Be(2);
    }

    [Fact]
    public void Gives_what_stands_in_a_variable_to_the_element_before_it()
    {
        var tree = Read("<a><b>1</b></a><var><c>2</c></var><Var/><d/>", XmlRules.Ossec);

        tree.Roots.Select(static r => r.Name).Should().Equal("a", "d");
        tree.ChildrenOf(tree.Roots.First()).Select(static c => c.Name).Should().Equal("b", "c");
    }

    [Theory]
    [InlineData("<o><ar><d>1</d></ar></o>", "1")]
    [InlineData("<x/><o><c/><ar><l/><d>1</d></ar></o>", "1")]
    [InlineData("<o><ar><l/></ar><ar><d>2</d></ar></o>", null)]
    [InlineData("<o><ar><l/></ar></o><o><ar><d>3</d></ar></o>", "3")]
    [InlineData("<o a=\"1\"><ar><d>1</d></ar></o>", null)]
    [InlineData("<o><ar a=\"1\"><d>1</d></ar></o>", null)]
    [InlineData("<o><ar><l a=\"1\"/><d>1</d></ar></o>", "1")]
    [InlineData("<p><ar><d>1</d></ar></p>", null)]
    public void Finds_what_execd_finds(string text, string? value) =>
        (Read(text, XmlRules.Ossec).FindAsExecdDoes("o", "ar", "d")?.Value).Should().Be(value);

    private static XmlTree Read(string text, XmlRules rules) => XmlReader.Read(Encoding.UTF8.GetBytes(text), rules);
}
