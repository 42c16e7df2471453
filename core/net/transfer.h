#pragma once

#include "core/async/later.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/net/exchange.h"
#include "core/net/http.h"

#include <QBuffer>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QObject>
#include <QSslError>
#include <QTimer>

#include <functional>
#include <memory>

class QNetworkAccessManager;
class QSslConfiguration;

namespace wharf::net {

/// One request on its way: sends it, reads the answer within its limits, and ends exactly once.
///
/// Ends by itself, or by end(). Then `finished` is called, and after it everybody who waits for the outcome goes on.
class Transfer final : public QObject, public std::enable_shared_from_this<Transfer> {
public:
    using Finished = std::function<void(const std::shared_ptr<Transfer> &)>;

    Transfer(Request request, std::shared_ptr<const Clock> clock, Finished finished);
    ~Transfer() override;

    /// `proxy` is the one that `manager` will use for the URL. The Authorization header is built here and nowhere else.
    void start(QNetworkAccessManager &manager, const QSslConfiguration &tls, const QNetworkProxy &proxy);
    /// Gives up with a failure of the caller's; nothing where it has ended already.
    void end(const Failure &failure);

    [[nodiscard]] const Request &request() const { return m_request; }
    [[nodiscard]] Later<Result<Reply>> &outcome() { return m_outcome; }
    /// Fit to be shown. Complete when `finished` is called.
    [[nodiscard]] const Exchange &exchange() const { return m_exchange; }

private:
    void readHead();
    void readBody();
    void readEnd();
    void finish(Result<Reply> result);
    [[nodiscard]] bool isCutShort() const;
    [[nodiscard]] Failure failureHere(Kind kind) const;

    Request m_request;
    std::shared_ptr<const Clock> m_clock;
    Finished m_finished;
    Later<Result<Reply>> m_outcome;
    Exchange m_exchange;
    std::chrono::milliseconds m_startedAt {};
    QString m_host;
    QString m_proxyHost;
    QBuffer m_upload;
    QTimer m_timeout;
    QNetworkReply *m_networkReply = nullptr; ///< ours to end; the manager's to delete
    QList<QSslError> m_sslErrors;
    Reply m_reply;
    bool m_ended = false;
};

} // namespace wharf::net
