using ActiveResponse.Responders.Firewall;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall;

/// <summary>What a backend remembers of its entries.</summary>
public sealed class FirewallMemoryTests
{
    private static readonly FirewallEntry Entry = new(Some.Prefix("203.0.113.9"), null);

    private readonly FirewallMemory _memory = new(new ManualClock());

    [Fact]
    public void What_is_lifted_while_a_list_is_read_is_not_taken_from_the_list()
    {
        _memory.Note([new FirewallChange(Entry, Blocks: true)]);
        _memory.BeginList();
        _memory.Note([new FirewallChange(Entry, Blocks: false)]);

        _memory.Adopt([Entry]);

        _memory.Except([]).Should().BeEmpty("a flush would bring it back otherwise");
        _memory.EndList();
    }

    [Fact]
    public void The_next_list_counts_again()
    {
        _memory.BeginList();
        _memory.Note([new FirewallChange(Entry, Blocks: false)]);
        _memory.EndList();
        _memory.BeginList();

        _memory.Adopt([Entry]);

        _memory.EndList();
        _memory.Except([]).Should().ContainSingle();
    }
}
