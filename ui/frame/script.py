"""What Streamlit runs at every rerun: know the officer, draw the frame, draw the page."""

import streamlit as st

from ui.frame.frame import draw_frame, pages_of
from ui.parts.basis import draw_advice
from ui.parts.fault import answering
from ui.parts.links import name_page, remember
from ui.parts.session import officer, show_flash

st.set_page_config(page_title="連絡", layout="wide", initial_sidebar_state="auto", menu_items=None)

with answering():
    who = officer()
    pages = pages_of(who)
    here = st.navigation(list(pages.values()), position="hidden")
    name_page(here.title)
    remember(pages)
    draw_frame(who, pages)
    show_flash()
    here.run()
    draw_advice("国への連絡・報告、国からの依頼、目安は、助言によるものです。")
