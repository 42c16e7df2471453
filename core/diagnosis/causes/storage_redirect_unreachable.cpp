#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace storage_redirect_unreachable {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const HostEvidence *storage = evidence.host(u"storage"_s);
    if (!storage || storage->usable() || inspector(*storage))
        return std::nullopt;
    if (storage->connects.isEmpty() && storage->name.problem.isEmpty() && !storage->tls.tried && storage->proxy.address.isEmpty())
        return std::nullopt;
    const QString why = !storage->name.problem.isEmpty() ? u"name"_s : storage->connected() ? u"tls"_s : u"connect"_s;
    return certainly({ StepId::Repository, StepId::Connect }, { nameOf(*storage), why });
}

static FindingWords words(const Finding &finding, const Evidence &)
{
    const QString host = finding.about.value(0, Say::tr("another host"));
    return { Say::tr("Layers are kept at %1, and that cannot be reached from here.").arg(host),
             Say::tr("The registry answers, and sends clients on to its object store for the data. Signing in works; a pull hangs or "
                     "breaks at the first layer."),
             { Say::tr("Open the way from this network to:"), block(host), Say::tr("Or let the registry pass the data through itself:"),
               block(u"storage:"_s), block(u"  redirect:"_s), block(u"    disable: true"_s) },
             { Say::tr("A layer was redirected to %1.").arg(host) },
             {} };
}

} // namespace storage_redirect_unreachable

const Cause storageRedirectUnreachable {
    "storage-redirect-unreachable", Owner::RegistryAdministrator, Severity::Error, Layer::Request,
    storage_redirect_unreachable::rule, storage_redirect_unreachable::words,
};

} // namespace wharf::diagnosis::causes
