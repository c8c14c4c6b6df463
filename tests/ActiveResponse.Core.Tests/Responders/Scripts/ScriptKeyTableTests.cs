using ActiveResponse.Planning;
using ActiveResponse.Responders.Scripts;

namespace ActiveResponse.Tests.Responders.Scripts;

public class ScriptKeyTableTests
{
    private static readonly ActionKey Alice = KeyOf("alice");
    private static readonly ActionKey Bob = KeyOf("bob");
    private readonly ScriptKeyTable _table = new();

    [Fact]
    public void The_first_to_name_keys_holds_them()
    {
        _table.Claim(Alice, ["a", "b"]).Should().BeNull();
        _table.Claim(Bob, ["a", "b"]).Should().Be(Alice);
        _table.Claim(Alice, ["a", "b"]).Should().BeNull("it holds them itself");
    }

    [Fact]
    public void Keys_that_are_released_are_free()
    {
        _table.Claim(Alice, ["a"]);
        _table.Release(Bob);
        _table.Claim(Bob, ["a"]).Should().Be(Alice);
        _table.Release(Alice);
        _table.Claim(Bob, ["a"]).Should().BeNull();
    }

    [Fact]
    public void New_keys_of_an_effect_take_the_place_of_its_old_ones()
    {
        _table.Claim(Alice, ["a"]);
        _table.Claim(Alice, ["b"]);
        _table.Claim(Bob, ["a"]).Should().BeNull();
        _table.Claim(KeyOf("carol"), ["b"]).Should().Be(Alice);
    }

    [Fact]
    public void Keys_of_one_script_are_not_those_of_another()
    {
        _table.Claim(Alice, ["a"]);
        _table.Claim(Bob with { Responder = "other" }, ["a"]).Should().BeNull();
    }

    [Theory]
    [InlineData(new[] { "a", "b" }, new[] { "ab" })]
    [InlineData(new[] { "a", "b" }, new[] { "b", "a" })]
    [InlineData(new[] { "a-b" }, new[] { "a", "b" })]
    [InlineData(new[] { "1:a" }, new[] { "1", "a" })]
    [InlineData(new[] { "a" }, new[] { "a", "" })]
    [InlineData(new[] { "a" }, new[] { "A" })]
    public void Keys_are_equal_one_by_one_or_not_at_all(string[] left, string[] right)
    {
        _table.Claim(Alice, [.. left]);
        _table.Claim(Bob, [.. right]).Should().BeNull();
    }

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("", " ")]
    public void Keys_that_say_nothing_name_no_effect(params string[] keys)
    {
        _table.Claim(Alice, [.. keys]).Should().BeNull();
        _table.Claim(Bob, [.. keys]).Should().BeNull();
    }

    private static ActionKey KeyOf(string user) => new("block", new Subject { User = user });
}
