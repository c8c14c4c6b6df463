using ActiveResponse.DependencyInjection;
using ActiveResponse.Responders;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.Responders.Firewall.SharedPlaces;

public sealed class RegistrationTests
{
    [Fact]
    public async Task Each_is_bound_to_the_executables_of_the_stock_configuration()
    {
        var services = new ServiceCollection();
        services.AddActiveResponse().AddIpfw().AddPf().AddIpfilter().AddNpf().AddBsdRoute();
        await using var provider = services.BuildServiceProvider();

        var registrations = provider.GetServices<ResponderRegistration>().ToList();

        registrations.Select(static one => one.Responder.Name).Should().Equal("ipfw", "pf", "ipfilter", "npf", "route-null");
        registrations
            .SelectMany(static one => one.Executables)
            .Distinct()
            .Should()
            .BeEquivalentTo("ipfw", "ipfw.sh", "ipfw_mac", "ipfw_mac.sh", "pf", "pf.sh", "npf", "npf.sh", "route-null", "route-null.sh");
    }
}
