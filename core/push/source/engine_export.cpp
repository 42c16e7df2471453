#include "core/push/source/engine_export.h"

#include "core/docker/engine_refusal.h"
#include "core/push/source/ending.h"
#include "core/push/source/image_failure.h"

namespace wharf::push {

namespace {

constexpr qint64 largestAnswer = qint64(4) << 20; // bytes

/// A download that ends when everything is to end.
class Export final : public ByteStream {
public:
    Export(const EngineLine &line, const QByteArray &target, const QString &name, const std::shared_ptr<Ending> &ending)
        : m_download(line.endpoint, target, line.environment, line.patience), m_name(name), m_listener(ending, [this] { m_download.stop(); })
    {
    }

    docker::EngineDownload &download() { return m_download; }

    Result<qint64> read(char *into, qint64 most) override
    {
        const auto got = m_download.read(into, most);
        if (!got) // the engine was there, and what is missing now is a part of the image
            return fail(imageFailure(got.error().kind, m_name, got.error().serverSaid));
        return got;
    }

private:
    docker::EngineDownload m_download;
    QString m_name;
    Ending::Listener m_listener;
};

} // namespace

Result<net::Reply> askEngine(const EngineLine &line, const QByteArray &target, const std::shared_ptr<Ending> &ending)
{
    docker::EngineDownload download(line.endpoint, target, line.environment, line.patience);
    const Ending::Listener listener(ending, [&download] { download.stop(); });
    return docker::wholeAnswer(download, largestAnswer);
}

Result<std::unique_ptr<TarWalk>> beginExport(const EngineLine &line, const QByteArray &target, const QString &name, const std::shared_ptr<Ending> &ending)
{
    auto stream = std::make_unique<Export>(line, target, name, ending);
    const auto head = stream->download().head();
    if (!head)
        return fail(head.error());
    if (!head->ok()) {
        auto answer = docker::wholeAnswer(stream->download(), largestAnswer);
        Failure refusal = docker::engineRefusal(answer.value_or(*head), name);
        if (refusal.kind == Kind::Absent)
            refusal.stage = Stage::Image;
        return fail(refusal);
    }
    return std::make_unique<TarWalk>(std::move(stream), TarWalk::Packing::Plain, name);
}

} // namespace wharf::push
