using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders;

public sealed class ResponderBindingTests
{
    [Fact]
    public void An_executable_means_the_responder_of_that_name_or_one_bound_to_it()
    {
        var binding = new ResponderBinding([new ResponderRegistration(new RecordingResponder("host-deny"), ["firewall-drop"])], null);
        binding.TryFind(Some.Command("host-deny"), out var byName).Should().BeTrue();
        binding.TryFind(Some.Command("firewall-drop"), out var byExecutable).Should().BeTrue();
        byName!.Name.Should().Be("host-deny");
        byExecutable!.Name.Should().Be("host-deny", "two names of one firewall are one effect");
        binding.TryFind(Some.Command("Host-Deny"), out _).Should().BeFalse("names are compared exactly");
    }

    [Fact]
    public void Registered_responders_come_before_scripts()
    {
        var registered = new RecordingResponder("firewall-drop");
        var scripts = new Scripts
        {
            ["firewall-drop"] = new RecordingResponder("firewall-drop"),
            ["other.sh"] = new RecordingResponder("other.sh"),
        };
        var binding = new ResponderBinding([new ResponderRegistration(registered, [])], scripts);
        binding.Find(Some.Command("firewall-drop")).Should().Be(new BoundResponder(registered, IsRegistered: true));
        binding.Find(Some.Command("other.sh")).Should().Be(new BoundResponder(scripts["other.sh"], IsRegistered: false));
    }

    [Fact]
    public void A_script_can_be_taken_back_only_if_its_command_allows_a_timeout()
    {
        var binding = new ResponderBinding([], new Scripts { ["notify.sh"] = new RecordingResponder("notify.sh") });
        binding.TryFind(Some.Command("notify.sh", timeoutAllowed: true), out var timed).Should().BeTrue();
        binding.TryFind(Some.Command("notify.sh", timeoutAllowed: false), out var once).Should().BeTrue();
        timed!.IsReversible.Should().BeTrue();
        once!.IsReversible.Should().BeFalse();
    }

    [Fact]
    public void Two_responders_of_one_name_are_a_mistake_that_is_named()
    {
        var act = () =>
            new ResponderBinding(
                [new ResponderRegistration(new RecordingResponder("fw"), []), new ResponderRegistration(new RecordingResponder("fw"), [])],
                null
            );
        act.Should().Throw<InvalidOperationException>().WithMessage("*'fw'*");
    }

    [Fact]
    public void One_executable_for_two_responders_is_a_mistake_that_is_named()
    {
        var act = () =>
            new ResponderBinding(
                [
                    new ResponderRegistration(new RecordingResponder("a"), ["x"]),
                    new ResponderRegistration(new RecordingResponder("b"), ["x"]),
                ],
                null
            );
        act.Should().Throw<InvalidOperationException>().WithMessage("*'x'*'a'*'b'*");
    }

    [Fact]
    public void A_packet_filter_added_without_names_is_what_a_stock_configuration_means()
    {
        var filter = new RecordingResponder("nftables");
        var other = new RecordingResponder("mine");
        var binding = new ResponderBinding(
            [new ResponderRegistration(filter, [], IsDefaultFilter: true), new ResponderRegistration(other, ["firewalld-drop"])],
            null
        );
        binding.Find(Some.Command("firewall-drop"))!.Responder.Should().BeSameAs(filter);
        binding.Find(Some.Command("netsh.exe"))!.Responder.Should().BeSameAs(filter);
        binding.Find(Some.Command("firewalld-drop"))!.Responder.Should().BeSameAs(other, "a name that was given away stays there");
        binding.TryFind(Some.Command("host-deny"), out _).Should().BeFalse("it is no packet filter");
    }

    [Fact]
    public void Two_packet_filters_without_names_are_a_mistake_that_is_named()
    {
        ResponderRegistration[] filters =
        [
            new(new RecordingResponder("nftables"), [], IsDefaultFilter: true),
            new(new RecordingResponder("ipset"), [], IsDefaultFilter: true),
        ];
        var both = () => new ResponderBinding(filters, null);
        both.Should().Throw<InvalidOperationException>().WithMessage("'firewall-drop'*'nftables' or 'ipset'*StockNames.PacketFiltering*");
        var named = new ResponderBinding(
            [filters[0], filters[1] with { Executables = StockNames.PacketFiltering, IsDefaultFilter = false }],
            null
        );
        named.Find(Some.Command("firewall-drop"))!.Responder.Name.Should().Be("ipset");
        named.Find(Some.Command("nftables"))!.Responder.Name.Should().Be("nftables");
    }

    [Fact]
    public void Says_what_would_run_here_and_cannot()
    {
        var binding = new ResponderBinding(
            [new ResponderRegistration(new RecordingResponder("fw"), [])],
            new Scripts { WhyNot = "it is writable by everybody" }
        );
        var config = new ActiveResponseConfig { Responses = [Some.Response("fw"), Some.Response("evil.sh")] };
        var problem = binding.Check(config).Should().ContainSingle().Subject;
        problem.Response.Command.Executable.Should().Be("evil.sh");
        problem.Why.Should().Contain("it is writable by everybody");
    }

    private sealed class Scripts : Dictionary<string, IResponder>, IScriptResponders
    {
        public string? WhyNot { get; init; }

        public IResponder? Find(CommandDefinition command, out string? whyNot)
        {
            whyNot = WhyNot;
            return this.GetValueOrDefault(command.Executable);
        }
    }
}
