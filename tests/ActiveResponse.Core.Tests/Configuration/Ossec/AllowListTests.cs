using ActiveResponse.Configuration;
using static ActiveResponse.Tests.Configuration.Ossec.ConfigText;

namespace ActiveResponse.Tests.Configuration.Ossec;

public sealed class AllowListTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("192.0.2.0/24", "192.0.2.0/24")]
    [InlineData("192.0.2.7/24", "192.0.2.0/24")]
    [InlineData("192.0.2.0/08", "192.0.0.0/8")]
    [InlineData("2001:DB8::/32", "2001:db8::/32")]
    [InlineData("::ffff:192.0.2.0/120", "192.0.2.0/24")]
    public void Reads_addresses_and_networks(string text, string network)
    {
        var result = ReadOssec(Entry(text));

        result.Problems.Should().BeEmpty();
        result.Config.AllowList.Entries.Should().ContainSingle().Which.Network.ToString().Should().Be(network);
    }

    [Theory]
    [InlineData("192.0.2.0/ab", 0)]
    [InlineData("192.0.2.0/", 0)]
    [InlineData("192.0.2.0/8x", 8)]
    [InlineData("192.0.2.0/-1", 32)]
    [InlineData("2001:db8::/x", 0)]
    public void Refuses_a_mask_the_daemon_misreads_and_never_makes_it_everything(string text, int daemonLength)
    {
        var result = ReadOssec(Entry(text));

        result.Accepted.Should().BeTrue();
        result.HasErrors.Should().BeTrue();
        var problem = result.Problems.Should().ContainSingle().Subject;
        problem.Code.Should().Be("allow-list-mask");
        problem.Message.Should().Contain("write a length");
        result
            .Config.AllowList.Entries.Should()
            .ContainSingle()
            .Which.Should()
            .Match<AllowListEntry>(static e => e.Network == null && e.HostName == null);
        result.Daemon.AllowList.Networks.Should().ContainSingle().Which.PrefixLength.Should().Be(daemonLength);
    }

    [Theory]
    [InlineData("192.0.2.0/33")]
    [InlineData("2001:db8::/129")]
    [InlineData("192.0.2.0/255.0.255.0")]
    public void Refuses_a_mask_the_daemon_takes_for_a_host_name(string text)
    {
        var result = ReadOssec(Entry(text));

        Codes(result).Should().Equal("allow-list-mask");
        result.Daemon.AllowList.Hosts.Should().Equal(text);
    }

    [Fact]
    public void Understands_dotted_masks()
    {
        var result = ReadOssec(Entry("198.51.100.0/255.255.255.0"));

        result.Config.AllowList.Entries.Should().ContainSingle().Which.Network.ToString().Should().Be("198.51.100.0/24");
        Codes(result).Should().Equal("allow-list-entry");
        ReadWazuh(Entry("198.51.100.0/255.255.255.0")).Problems.Should().BeEmpty();
    }

    [Theory]
    [InlineData("0.0.0.0/0", 1)]
    [InlineData("::/0", 1)]
    [InlineData("any", 2)]
    public void Warns_of_an_entry_that_lets_everybody_through(string text, int entries)
    {
        var result = ReadOssec(Entry(text));

        Codes(result).Should().Equal("allow-list-everything");
        result.Config.AllowList.Entries.Should().HaveCount(entries).And.OnlyContain(static e => e.Network!.Value.Length == 0);
    }

    [Theory]
    [InlineData("gw.example.net", "gw.example.net")]
    [InlineData("^localhost.localdomain$", "localhost.localdomain")]
    [InlineData("!gw", "gw")]
    public void Keeps_host_names_to_be_resolved(string text, string name)
    {
        var result = ReadOssec(Entry(text));

        result.Problems.Should().BeEmpty();
        var entry = result.Config.AllowList.Entries.Should().ContainSingle().Subject;
        entry.HostName.Should().Be(name);
        entry.Negated.Should().Be(text[0] == '!');
        entry.Line.Should().Be(2);
        result.Daemon.AllowList.Hosts.Should().Equal(text);
    }

    [Theory]
    [InlineData("[2001:db8::1]")]
    [InlineData("192.0.2.1,192.0.2.2")]
    [InlineData("192.0.2.300")]
    [InlineData("-gw")]
    [InlineData("")]
    public void Warns_of_an_entry_that_protects_nothing(string text)
    {
        var result = ReadOssec(Entry(text));

        Codes(result).Should().Equal("allow-list-entry");
        result
            .Config.AllowList.Entries.Should()
            .ContainSingle()
            .Which.Should()
            .Match<AllowListEntry>(static e => e.Network == null && e.HostName == null);
    }

    [Theory]
    [InlineData("1.2.3", "1.2.0.3")]
    [InlineData("0x7f.1", "127.0.0.1")]
    [InlineData("010.0.0.1", "8.0.0.1")]
    [InlineData("fe80::1%lo", "fe80::1")]
    public void Warns_of_forms_programs_read_differently(string text, string network)
    {
        var result = ReadOssec(Entry(text));

        Codes(result).Should().Equal("allow-list-entry");
        result.Config.AllowList.Entries.Should().ContainSingle().Which.Network.ToString().Should().Be(network);
    }

    [Fact]
    public void Reads_an_entry_with_blanks_around_and_warns_that_the_daemon_does_not()
    {
        var result = ReadOssec(Entry(" 192.0.2.1\n"));

        Codes(result).Should().Equal("allow-list-entry");
        result.Config.AllowList.Entries.Should().ContainSingle().Which.Network.ToString().Should().Be("192.0.2.1");
        result.Daemon.AllowList.Hosts.Should().Equal(" 192.0.2.1\n");
    }

    [Fact]
    public void Obeys_allow_list_under_Wazuh_with_a_warning()
    {
        var result = ReadWazuh("<ossec_config>\n<global><allow_list>192.0.2.1</allow_list><nonsense>1</nonsense></global></ossec_config>");

        result.Accepted.Should().BeTrue();
        Codes(result).Should().Equal("unknown-global-element", "unknown-global-element");
        result.Config.AllowList.Entries.Should().ContainSingle();
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1 32")]
    [InlineData("!192.0.2.0/24", "192.0.2.0 24")]
    [InlineData("192.0.2.9/24", "192.0.2.0 24")]
    [InlineData("192.0.2.9/255.255.255.0", "192.0.2.0 24")]
    public void Shows_the_networks_that_Wazuh_holds(string text, string network)
    {
        var daemon = ReadWazuh(Entry(text)).Daemon.AllowList;

        daemon.Networks.Select(static n => $"{n.Address} {n.PrefixLength}").Should().Equal(network);
        daemon.Hosts.Should().BeEmpty();
    }

    [Theory]
    [InlineData("2001:db8::1")]
    [InlineData("^gw$")]
    public void Shows_what_Wazuh_holds_as_a_host(string text)
    {
        var daemon = ReadWazuh(Entry(text)).Daemon.AllowList;

        daemon.Networks.Should().BeEmpty();
        daemon.Hosts.Should().ContainSingle();
    }

    private static string Entry(string text) => $"<ossec_config>\n<global><white_list>{text}</white_list></global></ossec_config>";
}
