#pragma once

#include "core/net/blocking_http.h"
#include "core/push/direct/retry.h"
#include "core/push/direct/token_desk.h"

#include <functional>
#include <optional>

namespace wharf::push {

/// One thread's line to one repository of a registry: requests with a live token, each tried again while that makes sense.
///
/// Failures carry Stage::Registry with what replyFailure() reads of an answer, or the stage of the way there.
class RepositoryLine {
public:
    /// Told of each wait before another try, and with 0 s when it is over.
    using Waiting = std::function<void(const Failure &why, std::chrono::milliseconds wait)>;

    RepositoryLine(QUrl api, QString repository, net::NetworkSettings network, std::shared_ptr<TokenDesk> desk,
                   std::shared_ptr<StopFlag> stop, std::shared_ptr<const Clock> clock);

    void setWaiting(Waiting waiting) { m_waiting = std::move(waiting); }

    /// Bytes of the blob, or none where it is not there. Distribution spec, end-2. A redirect is to where its bytes lie: it is there.
    [[nodiscard]] Result<std::optional<qint64>> blobSize(const QString &digest);

    /// What a new upload was answered with.
    struct Started {
        QUrl location;         ///< empty where the blob was mounted
        qint64 leastChunk = 0; ///< `OCI-Chunk-Min-Length`
        bool isMounted = false;
    };
    /// end-4a, or end-11 where `mountFrom` names another repository of the registry that has `digest`.
    [[nodiscard]] Result<Started> startUpload(const QString &digest = {}, const QString &mountFrom = {});

    struct Standing {
        qint64 offset = 0; ///< bytes that the registry has
        QUrl location;
    };
    /// How far an upload is; none where the registry knows of none, or does not tell. end-13.
    [[nodiscard]] Result<std::optional<Standing>> standing(const QUrl &location);
    /// end-14, from where the upload stands now. Each request once, and whatever comes of it.
    void takeBack(const QUrl &location);

    /// Digest of the manifest that `reference` names, counted here where the registry does not say it; none where there is none. end-3.
    [[nodiscard]] Result<std::optional<QString>> manifestDigest(const QString &reference);
    /// The digest the registry gives it, or empty where it does not say. end-7.
    [[nodiscard]] Result<QString> putManifest(const QString &reference, const QString &mediaType, const QByteArray &bytes);

    /// One request as it is, authorized, with no second try: what a part of an upload needs.
    struct Sent {
        Result<net::Reply> reply;
        std::optional<net::Authorization> authorization;
    };
    [[nodiscard]] Sent sendOnce(net::StreamRequest request);
    /// A 401: the token is given up for another.
    void giveUpToken(const Sent &sent);
    /// Waits as `retry` says, and tells. False where it is time to give up, or stopped.
    [[nodiscard]] bool waitFor(Retry &retry, const Failure &failure);
    /// Sleeps. False where it was stopped.
    [[nodiscard]] bool rest(std::chrono::milliseconds time) const { return m_stop->sleepFor(time); }
    [[nodiscard]] Failure failureOf(const Sent &sent) const;
    /// Of the registry's own origin: requests there carry the credential.
    [[nodiscard]] bool isOwn(const QUrl &url) const;
    [[nodiscard]] const net::Sending &sending() const { return m_http.sending(); }
    /// Where `Location` of the answer leads, resolved against the request's URL. None where there is none.
    [[nodiscard]] static std::optional<QUrl> locationOf(const net::Reply &reply);

private:
    Sent ask(const net::Request &request);
    Sent sendFor(net::StreamRequest request, const QList<registry::Scope> &scopes);
    [[nodiscard]] Failure notARegistry(const net::Reply &reply) const;
    [[nodiscard]] QUrl url(const QString &path, const QString &query = {}) const;
    [[nodiscard]] QList<registry::Scope> scopes() const;

    QUrl m_api;
    QString m_repository;
    QString m_mountFrom; ///< while a mount is asked for: its scope goes along
    std::shared_ptr<TokenDesk> m_desk;
    std::shared_ptr<StopFlag> m_stop;
    std::shared_ptr<const Clock> m_clock;
    net::BlockingHttp m_http;
    Waiting m_waiting;
};

} // namespace wharf::push
