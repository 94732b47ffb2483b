"""WeChat as a part of the edge."""

from starlette.routing import Route
from wechatpy.crypto import WeChatCrypto

from bot.core.errors import AssistantError
from bot.core.messages import Channel
from bot.settings import Settings
from channels.services import ChannelPart, Services
from channels.wechat.client import StableTokenClient
from channels.wechat.passive import PassiveReplies
from channels.wechat.sender import WeChatSender
from channels.wechat.webhook import Callback

PATH = "/webhooks/wechat"
AES_KEY_LENGTH = 43


class WeChatSettingError(AssistantError):
    """A setting of the WeChat account cannot be used."""


def build_wechat(services: Services) -> ChannelPart | None:
    """Return the channel, or None when the account is not set.

    Raises:
        WeChatSettingError: Something that the account needs is missing or has the wrong shape.
    """
    settings = services.settings
    if not settings.wechat_app_id and not settings.wechat_token:
        return None
    if not settings.wechat_app_id or not settings.wechat_token:
        raise WeChatSettingError("WeChat needs both RONGHE_WECHAT_APP_ID and RONGHE_WECHAT_TOKEN")
    passive = PassiveReplies()
    callback = Callback(
        services.inbox, passive, site=settings.site, token=settings.wechat_token, crypto=make_crypto(settings)
    )
    client = (
        StableTokenClient(settings.wechat_app_id, settings.wechat_app_secret, api_url=settings.wechat_api_url)
        if settings.wechat_app_secret
        else None
    )
    return ChannelPart(
        channel=Channel.WECHAT,
        routes=(
            Route(PATH, callback.verify, methods=["GET"]),
            Route(PATH, callback.receive, methods=["POST"]),
        ),
        sender=WeChatSender(passive, client),
    )


def make_crypto(settings: Settings) -> WeChatCrypto | None:
    """Return the cipher of the encrypted mode, or None for the plain mode.

    Raises:
        WeChatSettingError: The key does not have WeChat's 43 characters.
    """
    if not settings.wechat_aes_key:
        return None
    if len(settings.wechat_aes_key) != AES_KEY_LENGTH:
        raise WeChatSettingError(
            f"RONGHE_WECHAT_AES_KEY has {len(settings.wechat_aes_key)} characters; "
            f"EncodingAESKey in the account's settings has {AES_KEY_LENGTH}"
        )
    return WeChatCrypto(settings.wechat_token, settings.wechat_aes_key, settings.wechat_app_id)
