using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Keyed;
using ActiveResponse.Configuration.Ossec;
using Microsoft.Extensions.Configuration;

namespace ActiveResponse.Tests.Configuration.Ossec;

/// <summary>Where the managers of an agent are written.</summary>
public sealed class ManagerTests
{
    [Theory]
    [InlineData("<server-ip>192.0.2.1</server-ip>", "192.0.2.1")]
    [InlineData("<server-hostname>manager.example.net</server-hostname>", "manager.example.net")]
    [InlineData("<server-ip>192.0.2.1</server-ip><server-ip>192.0.2.2</server-ip><server-ip>192.0.2.1</server-ip>", "192.0.2.1 192.0.2.2")]
    [InlineData(
        "<server><address> manager.example.net </address><port>1514</port></server><server><address>2001:DB8::1</address></server>",
        "manager.example.net 2001:db8::1"
    )]
    [InlineData(
        "<server><address>192.0.2.1</address></server><enrollment><manager_address>192.0.2.3</manager_address></enrollment>",
        "192.0.2.1 192.0.2.3"
    )]
    [InlineData("<server><address>MANAGER_IP</address></server>", "")]
    [InlineData("<server><address></address></server><server-ip>; reboot</server-ip><address>192.0.2.1</address>", "")]
    public void Are_read_in_both_dialects(string client, string managers)
    {
        foreach (var dialect in Enum.GetValues<ConfigDialect>())
        {
            var xml = $"<ossec_config><client>{client}</client></ossec_config>";
            var result = new OssecConfigParser().Parse(Encoding.UTF8.GetBytes(xml), new ConfigParseOptions { Dialect = dialect });
            string.Join(' ', result.Config.Managers).Should().Be(managers, dialect.ToString());
        }
    }

    [Fact]
    public void An_address_of_another_section_is_no_manager()
    {
        const string Xml = "<ossec_config><remote><server-ip>192.0.2.9</server-ip></remote></ossec_config>";
        new OssecConfigParser().Parse(Encoding.UTF8.GetBytes(Xml), new ConfigParseOptions()).Config.Managers.Should().BeEmpty();
    }

    [Fact]
    public void Are_read_from_keys()
    {
        using var json = new MemoryStream("""{ "ActiveResponse": { "Managers": ["192.0.2.1", "manager.example.net"] } }"""u8.ToArray());
        var result = KeyedConfigReader.Read(new ConfigurationBuilder().AddJsonStream(json).Build().GetSection("ActiveResponse"));
        result.Problems.Should().BeEmpty();
        result.Config.Managers.Should().Equal("192.0.2.1", "manager.example.net");
    }
}
