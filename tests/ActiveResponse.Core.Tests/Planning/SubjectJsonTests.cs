using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Planning;

public sealed class SubjectJsonTests
{
    [Fact]
    public void A_subject_is_an_object_of_the_parts_that_are_set()
    {
        var subject = Some.Address("2001:db8::/32") with { User = "alice", File = "/srv/ä \"x\"" };
        var json = JsonSerializer.Serialize(subject);
        json.Should().StartWith("""{"address":"2001:db8::/32","user":"alice","file":""");
        JsonSerializer.Deserialize<Subject>(json).Should().Be(subject);
        JsonSerializer.Serialize(Some.Address("203.0.113.9")).Should().Be("""{"address":"203.0.113.9"}""");
        JsonSerializer.Serialize(Subject.None).Should().Be("{}");
        JsonSerializer.Deserialize<Subject>("""{"user":null}""").Should().Be(Subject.None);
    }

    [Theory]
    [InlineData("""{"adress":"203.0.113.9"}""")]
    [InlineData("""{"address":"1.2.3"}""")]
    [InlineData("""{"address":"203.0.113.9","address":"203.0.113.8"}""")]
    [InlineData("""{"user":"a","user":"b"}""")]
    [InlineData("""{"user":7}""")]
    [InlineData("""{"user":{"a":1}}""")]
    [InlineData("""{"user":"a" """)]
    [InlineData("\"203.0.113.9\"")]
    [InlineData("[]")]
    public void Anything_else_is_no_subject(string json) =>
        json.Invoking(static text => JsonSerializer.Deserialize<Subject>(text)).Should().Throw<JsonException>();

    [Fact]
    public void An_address_is_its_text_also_as_a_key()
    {
        var ends = new Dictionary<AddressPrefix, int>
        {
            [Some.Address("203.0.113.9").Address!.Value] = 1,
            [Some.Address("2001:db8::/64").Address!.Value] = 2,
        };
        var json = JsonSerializer.Serialize(ends);
        json.Should().Be("""{"203.0.113.9":1,"2001:db8::/64":2}""");
        JsonSerializer.Deserialize<Dictionary<AddressPrefix, int>>(json).Should().Equal(ends);
        "7".Invoking(static text => JsonSerializer.Deserialize<AddressPrefix>(text)).Should().Throw<JsonException>();
        "\"0x7f.1\"".Invoking(static text => JsonSerializer.Deserialize<AddressPrefix>(text)).Should().Throw<JsonException>();
        "null".Invoking(static text => JsonSerializer.Deserialize<AddressPrefix>(text)).Should().Throw<JsonException>();
    }

    [Fact]
    public void An_address_that_was_never_set_is_one_address_that_the_guards_refuse()
    {
        AddressPrefix never = default;
        never.IsSingleAddress.Should().BeTrue();
        never.ToString().Should().Be("0.0.0.0");
        AddressPrefix.TryParse("0.0.0.0/0", out var everybody).Should().BeTrue();
        everybody.Should().NotBe(never);
        everybody.Contains(never).Should().BeTrue();
        never.Contains(everybody).Should().BeFalse();
    }
}
