using System.Text.Json;
using ActiveResponse.Alerts;

namespace ActiveResponse.Tests.Alerts;

public class AlertFieldTests
{
    public static TheoryData<string, string> Places()
    {
        var places = new TheoryData<string, string>();
        foreach (var place in AlertFieldPlaces.All)
        {
            if (place.Field != AlertField.Time)
            {
                places.Add(place.Field.ToString(), place.Path);
            }
        }

        return places;
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Reads_a_field_from_its_place(string field, string path)
    {
        var read = Value(AlertText.Read(At(path, "\"some text\"")), field);

        read.Should().Be("some text");
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Counts_a_field_of_another_type_as_absent(string field, string path)
    {
        foreach (var other in (string[])["7", "null", "true", "[\"x\"]", "{\"x\":\"y\"}", "\"\"", "\"-\""])
        {
            Value(AlertText.Read(At(path, other)), field).Should().BeNullOrEmpty();
        }
    }

    [Fact]
    public void Has_few_enough_names_in_each_object_to_keep_one_bit_for_each() =>
        AlertFieldPlaces.All.SelectMany(place => place.Path.Split('.')).Distinct().Count().Should().BeLessThan(64);

    [Theory]
    [InlineData("""{"win":{"eventdata":{"ipAddress":"192.0.2.1","destinationIp":"192.0.2.2"}},"srcip":"192.0.2.3"}""", "192.0.2.1")]
    [InlineData("""{"srcip":"192.0.2.3","win":{"eventdata":{"destinationIp":"192.0.2.2","ipAddress":"192.0.2.1"}}}""", "192.0.2.1")]
    [InlineData("""{"srcip":"192.0.2.3","win":{"eventdata":{"destinationIp":"192.0.2.2","ipAddress":"-"}}}""", "192.0.2.2")]
    [InlineData("""{"srcip":"192.0.2.3","win":{"eventdata":{"destinationIp":"","ipAddress":"-"}}}""", "192.0.2.3")]
    [InlineData("""{"src_ip":"192.0.2.4","srcip":"192.0.2.3"}""", "192.0.2.3")]
    [InlineData("""{"src_ip":"192.0.2.4","srcip":17}""", "192.0.2.4")]
    [InlineData("""{"srcip":"192.0.2.3","srcip":"192.0.2.9"}""", "192.0.2.3")]
    [InlineData("""{"SrcIP":"192.0.2.3"}""", "192.0.2.3")]
    [InlineData("""{"srci\u0070":"192.0.2.\u0033"}""", "192.0.2.3")]
    [InlineData("""{"srcip":"::ffff:192.0.2.3"}""", "192.0.2.3")]
    [InlineData("""{"srcip":"::FFFF:192.0.2.3"}""", "192.0.2.3")]
    [InlineData("""{"srcip":"::ffff:c000:203"}""", "::ffff:c000:203")]
    [InlineData("""{"srcip":"2001:db8::1"}""", "2001:db8::1")]
    [InlineData("""{"srcip":"$(reboot)"}""", "$(reboot)")]
    public void Takes_the_source_address_of_the_best_place_as_it_is_written(string data, string address) =>
        AlertText.Read($$"""{"rule":{"id":"1","level":3},"data":{{data}}}""").SourceAddress.Should().Be(address);

    [Fact]
    public void Reads_the_target_user_of_a_windows_event() =>
        AlertText.Read("""{"rule":{"id":"1","level":3},"data":{"win":{"eventdata":{"targetUserName":"bob"}}}}""").User.Should().Be("bob");

    [Theory]
    [InlineData("\"timestamp\":\"2026-08-01T03:17:27.123+0000\"", "2026-08-01T03:17:27.123Z")]
    [InlineData("\"timestamp\":\"2026-08-01T03:17:27.123-0300\"", "2026-08-01T06:17:27.123Z")]
    [InlineData("\"timestamp\":\"2026-08-01T03:17:27+02:00\"", "2026-08-01T01:17:27Z")]
    [InlineData("\"timestamp\":\"2026-08-01T03:17:27.123456Z\"", "2026-08-01T03:17:27.123456Z")]
    [InlineData("\"TimeStamp\":1785554247000,\"timestamp\":\"2026 Aug 01 05:17:27\"", "2026-08-01T03:17:27Z")]
    [InlineData("\"timestamp\":\"2026 Aug 01 05:17:27\",\"TimeStamp\":1785554247000", "2026-08-01T03:17:27Z")]
    [InlineData("\"timestamp\":\"2026 Aug 01 05:17:27\",\"id\":\"1785554247.12\"", "2026-08-01T03:17:27Z")]
    [InlineData("\"timestamp\":\"2026 Aug 01 05:17:27\"", null)]
    [InlineData("\"timestamp\":\"2026-08-01T03:17:27\"", null)]
    [InlineData("\"TimeStamp\":1e30", null)]
    [InlineData("\"TimeStamp\":-1", null)]
    [InlineData("\"TimeStamp\":9223372036854775807,\"id\":\"99999999999999999.1\"", null)]
    [InlineData("\"id\":\"x.1\"", null)]
    [InlineData("\"timestamp\":\"yesterday\"", null)]
    public void Reads_the_time_only_if_it_names_its_zone(string time, string? expected)
    {
        var read = AlertText.Read($$"""{"rule":{"id":"1","level":3},{{time}}}""").Timestamp;

        read.Should().Be(expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("/var/log/auth.log", null)]
    [InlineData("(web01) 192.0.2.10->/var/log/auth.log", "web01")]
    [InlineData("(web (1", null)]
    [InlineData("() x", null)]
    public void Takes_the_agent_name_from_the_location_when_there_is_no_other(string location, string? name) =>
        AlertText.Read($$$"""{"rule":{"sidid":1,"level":3},"location":"{{{location}}}"}""").AgentName.Should().Be(name);

    private static string At(string path, string value)
    {
        var names = path.Split('.');
        if (names is ["rule", _])
        {
            return $"{{\"rule\":{{\"level\":3,\"{names[1]}\":{value}}}}}";
        }

        if (path.StartsWith("wazuh.rule.", StringComparison.Ordinal))
        {
            return $"{{\"wazuh\":{{\"rule\":{{\"level\":3,\"{names[2]}\":{value}}}}}}}";
        }

        var json = names.Reverse().Aggregate(value, (inner, name) => $"{{{JsonSerializer.Serialize(name)}:{inner}}}");
        return "{\"rule\":{\"id\":\"1\",\"level\":3}," + json[1..];
    }

    private static string? Value(Alert alert, string field) =>
        Enum.Parse<AlertField>(field) switch
        {
            AlertField.Id => alert.Id,
            AlertField.AgentId => alert.AgentId,
            AlertField.AgentName => alert.AgentName,
            AlertField.AgentAddress => alert.AgentAddress,
            AlertField.Location => alert.Location,
            AlertField.Description => alert.Description,
            AlertField.SourceAddress => alert.SourceAddress,
            AlertField.User => alert.User,
            AlertField.SourceUser => alert.SourceUser,
            AlertField.FileName => alert.FileName,
            _ => throw new InvalidOperationException(field),
        };
}
